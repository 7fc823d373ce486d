# No transfer of examples/bank.py loses money.
import _setting
import bank

bank.main('2000', '1')
bank.main('2000', '5')
