"""Joint listed supervision: ecology bureau, police and procuratorate press one grave case together (clause 18.4)."""
