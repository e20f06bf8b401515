"""What the columns of a file of purchases may be called; imports no Django."""

from dataclasses import replace

from zhike.exchange.columns import Column, Layout

_CUSTOMER = (
    "客户编号、客户号、客户代码、客户ID、会员编号、会员号、会员卡号、会员ID、用户编号、用户ID、买家ID、顾客编号、客户名称、客户姓名、"
    "会员、会员名、用户、用户名、买家、买家昵称、买家会员名、顾客、购买方、买方、手机号、手机号码、手机、"
    "customer id、customer number、customer no、customer code、customer、cust id、member id、member、user id、user、"
    "buyer id、buyer、client id、client、household id、household、account id、account、customer name、id、uid"
)
_TIME = (
    "订单日期、下单日期、下单时间、订单时间、业务日期、销售日期、单据日期、交易日期、交易时间、购买日期、购买时间、消费日期、消费时间、"
    "成交日期、成交时间、付款日期、付款时间、支付时间、订单付款时间、订单创建时间、创建时间、时间、"
    "date、order date、ordered on、ordered at、order time、business date、transaction date、transaction time、"
    "transaction timestamp、purchase date、purchase time、invoice date、sale date、datetime、timestamp、time、day、"
    "created at、dt"
)
_AMOUNT = (
    "实付金额、实付、实收金额、实收、支付金额、付款金额、买家实际支付金额、成交金额、销售金额、销售额、消费金额、订单金额、交易金额、"
    "总金额、合计金额、小计、amount、net amount、paid amount、amount paid、total amount、order amount、order total、"
    "total、sales value、sales amount、sales、revenue、dollar value、dollars、monetary value、spend、spent、payment、"
    "gross、total price、value、amt"
)
CUSTOMER = Column("customer", "客户", "text", tuple(_CUSTOMER.split("、")), needed=True, longest=200)
TIME = Column("time", "日期", "date", tuple(_TIME.split("、")), needed=True)
AMOUNT = Column("amount", "金额", "money", tuple(_AMOUNT.split("、")), signed=True)
AMOUNT_NEEDED = replace(AMOUNT, needed=True)
"""Where there is a column of amounts, none of its cells may be empty."""
LAYOUT = Layout((CUSTOMER, TIME, AMOUNT))
OPTIONS = {"customer": "--customer", "time": "--time", "amount": "--amount"}
