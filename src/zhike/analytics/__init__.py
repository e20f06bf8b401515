"""Customer value in numbers: arrays and tables in, results out. Needs neither Django nor a database.

Where is what, from the lines of orders to what a customer is worth:

    purchases    order lines → purchase days → summaries, and histories for the models; returns, edited lines, splits
    lifetime     how often, whether and when customers buy: (M)BG/NBD, (M)BG/CNBD-k, Pareto/NBD, BG/BB, Gamma-Gamma, sBG
    forecasting  gradient boosting trained inside the past of any data, blended with the models, and how it is judged
    describing   scores, rhythm and states, concentration, cohorts, repeat curves, retention: what is so, no model
    worth        lifetime value in its variants, profit and loss, what losing costs, bridges, leaky bucket, levels
    likeness     customers like this one, what newcomers are worth, the second sale, when something is due again

Shared by all: (n,) is an array with one place per customer; days are business days (datetime64[D]); durations are in
days; money comes in as whole 分 and leaves as whole 分 (sums) or float64 分 (means). What cannot be right is refused by
a subclass of ValueError that names the field and the row; what is too little to say anything is labelled. The guide is
docs/analytics.md.
"""
