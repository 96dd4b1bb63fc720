"""Every department's own ways of taking in complaints: number, address, rules, in force from and to (clause 24.2)."""
