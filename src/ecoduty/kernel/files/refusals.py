"""What can be wrong with a file, in words for who chose it."""

from __future__ import annotations

from ecoduty.kernel.flow.refusal import Refused

SENTENCES = {
    "file_too_large": "文件“{name}”超过{limit}，没有保存。请压缩图片或拆分后再上传。",
    "file_empty": "文件“{name}”是空的，没有内容可保存。",
    "file_kind_unknown": "文件“{name}”不是可以接收的类型。可接收：{kinds}。",
    "file_no_picture": "文件“{name}”是{found}，这里只收照片（JPG、PNG）。请拍照或截图后再选。",
    "file_lies": "文件“{name}”的名字说它是{said}，内容却是{found}。请核对后重新选择。",
    "file_program": "文件“{name}”是程序或脚本，不能作为附件。",
    "file_macros": "文件“{name}”带有宏、脚本或控件，打开时可能自行运行。请另存为不含宏的文件再上传。",
    "file_encrypted": "文件“{name}”加了密码，收件人无法打开。请去掉密码再上传。",
    "file_bomb": "文件“{name}”解开后的体积异常（{detail}），没有接收。请重新导出后再上传。",
    "file_broken": "文件“{name}”不完整或已损坏，无法读出。请在本机打开检查后重新上传。",
    "file_missing": "没有这个文件，或您无权查看。",
    "file_removed": "文件“{name}”的内容已按规定清除，只留登记。",
    "file_altered": "文件“{name}”与存入时的内容不一致，已停止提供。请立即告知系统管理员。",
    "disk_full": "服务器存储空间已满，文件没有保存，其他内容没有丢失。请告知系统管理员后再试。",
    "store_unwritable": "服务器的文件目录不能写入（{detail}），文件没有保存。请告知系统管理员。",
}
STATUSES = {
    "file_too_large": 413, "file_missing": 404, "file_removed": 410, "file_altered": 500, "disk_full": 507,
    "store_unwritable": 500,
}  # fmt: skip


def refuse(code: str, **words: str) -> Refused:
    """A refusal about a file. Raises KeyError for an unknown code."""
    return Refused(code, SENTENCES[code].format(**words), status=STATUSES.get(code, 422))


def size_in_words(size: int) -> str:
    """A size for a sentence: 86 KB, 2.4 MB, 100 MB."""
    if size < 1024 * 1024:
        return f"{max(1, round(size / 1024))} KB"
    megabytes = size / (1024 * 1024)
    return f"{megabytes:.0f} MB" if megabytes >= 10 or megabytes.is_integer() else f"{megabytes:.1f} MB"
