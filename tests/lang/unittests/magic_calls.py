# Calls of special methods are among mock_calls, not among method_calls.
from unittest.mock import MagicMock

mock = MagicMock()
mock.x(1)
mock['k']
len(mock)
str(mock)
mock.y().z(2)
mock.w[3]
mock.w.v(4)
print(mock.method_calls)
print(mock.mock_calls)
print(mock.w.method_calls, mock.y.return_value.method_calls)
