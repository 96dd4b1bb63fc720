"""我要举报, 查进度: the pages by which people send something and follow it. Written as the role that cannot read it again."""
