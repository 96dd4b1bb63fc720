"""Whether this machine reaches itself: everything here listens on 127.0.0.1, and waits in vain where that is down."""

from __future__ import annotations

import socket

from ecoduty.kernel.database.roles import Problem

HOST = "127.0.0.1"


def problem(host: str = HOST) -> Problem | None:
    """What to say where this machine does not reach `host` from 127.0.0.1; nothing is sent to find out."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.bind((HOST, 0))
            probe.connect((host, 9))  # a datagram socket only asks for the way
        except OSError:
            return Problem(
                "loopback_down",
                f"本机回环接口未启用，{host} 不通，浏览器和代理连不上网页服务。"
                "请以 root 执行 ip link set lo up 后重试；在容器里运行的，请启用容器的回环接口。",
            )
    return None
