"""The five kinds of litigation before the courts (clause 20.1), and administrative reconsideration."""
