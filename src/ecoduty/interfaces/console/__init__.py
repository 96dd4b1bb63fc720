"""The console command `ecoduty`: one file per group of commands, help in Chinese, exit codes 0 (good), 1 (not), 2 (usage)."""
