#!/bin/sh
# 环责离线安装：sh install.sh [目标目录]。只用本包里的文件，不连网络；需要 Linux、Python 3.11 至 3.13（含 venv 模块）。
# Installs Ecoduty from this folder without a network. Each version stands in its own folder; `current` names the one in use.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
version=$(cat "$here/VERSION")

fail() { echo "错误：$1" >&2; exit 1; }

if [ "$(id -u)" = 0 ]; then target=${1:-/opt/ecoduty}; else target=${1:-$HOME/ecoduty}; fi
case $(uname -m) in x86_64|aarch64) ;; *) fail "本包只有 x86_64 和 aarch64 两种处理器的程序，这台机器是 $(uname -m)。" ;; esac

python=""
for candidate in ${PYTHON:-} python3.13 python3.12 python3.11 python3; do
  if "$candidate" -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))' 2>/dev/null; then
    python=$candidate; break
  fi
done
[ -n "$python" ] || fail "没有找到 Python 3.11、3.12 或 3.13。请先安装，或用 PYTHON=/路径/python3.11 sh install.sh 指定。"
"$python" -c 'import ensurepip, venv' 2>/dev/null || fail "$python 缺少 venv 模块。请安装系统的 python3-venv 软件包后重试。"

echo "正在核对安装包……" >&2
(cd "$here" && sha256sum --check --quiet --strict SHA256SUMS) >&2 || fail "安装包不完整或被改动过，没有安装。请重新复制后再试。"

release=$target/releases/$version
[ ! -e "$release" ] || fail "$release 已经存在。要重装，请先把它移走。"
mkdir -p "$target/releases" || fail "不能写入 $target。请换一个目录：sh install.sh 目标目录"

# A venv knows its own path, so it is made where it will stay, and taken away again if anything fails.
echo "正在安装到 $release ……" >&2
mkdir "$release"
trap 'rm -rf "$release"' EXIT
"$python" -m venv "$release/venv" || fail "建立 Python 环境失败，请确认磁盘空间。"
pip() { "$release/venv/bin/python" -m pip --isolated -q --disable-pip-version-check --no-cache-dir "$@"; }
pip install --no-index --find-links "$here/wheels" --no-deps --require-hashes -r "$here/requirements.txt" \
  || fail "安装依赖失败，见上面的说明。"
pip install --no-index --find-links "$here/wheels" --no-deps --require-hashes -r "$here/requirements-ecoduty.txt" \
  || fail "安装环责失败，见上面的说明。"
for folder in rulebooks docs deploy static; do
  if [ -d "$here/$folder" ]; then cp -R "$here/$folder" "$release/$folder"; fi
done
cp "$here/VERSION" "$here/LICENSE" "$here/NOTICE" "$release/"
PYTHONDONTWRITEBYTECODE= "$release/venv/bin/python" -m compileall -q "$release/venv/lib" >/dev/null 2>&1 || true
"$release/venv/bin/ecoduty" version >/dev/null || fail "装好的程序不能运行。"
trap - EXIT

ln -sfn "releases/$version" "$target/.current.new"
mv -Tf "$target/.current.new" "$target/current"
if [ ! -e "$target/ecoduty.env" ]; then
  (umask 077 && cp "$release/deploy/ecoduty.env" "$target/ecoduty.env")
fi

cat <<END
环责 $version 已安装到 $release。
命令：     $target/current/venv/bin/ecoduty
设置：     $target/ecoduty.env（只有本用户可读，升级时不会覆盖）
试运行：   ECODUTY_HOME=$target/data $target/current/venv/bin/ecoduty serve --demo
正式安装： 请看 $release/docs/operations/install.md
END
