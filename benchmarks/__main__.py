"""Run the benchmarks: `python -m benchmarks [NAME...]`, all of them without a name, `--list` names them."""

import argparse
from importlib import import_module

BENCHMARKS = {
    "analytics_accuracy": "purchases, dates and spend foretold on four splits of real data, next to the usual models",
    "import_orders": "CDNOW and Complete Journey through `zhike import`; takes about a quarter of an hour",
    "import_million": "a csv and an xlsx of 1,048,576 orders, pages asked meanwhile; takes about a quarter of an hour",
    "import_customers": "invented Chinese customers with contacts and phones through `zhike import`",
    "customer_list": "the list and the search box at 100,000 customers, next to Django's admin",
    "many_customers": "pages and the search box at 1,000,000 customers with two contacts each, next to Django's admin",
    "list_throughput": "list pages a second out of two web processes at 100,000 customers",
    "jobs": "background jobs through two workers, next to django-tasks-db",
    "backup_million": "backup and restore of 1,000,000 customers while pages are visited; takes about half an hour",
    "analytics_summary": "10 and 50 million order lines to purchase summaries, next to lifetimes; ten minutes",
    "web_memory": "start and private memory of the web processes after 200 requests",
    "analytics_reference": "published values next to ours; writes them and the examples into docs/analytics.md",
    "analytics_fit": "BG/NBD, MBG/NBD and Pareto/NBD on CDNOW and on 1,000,000 customers, next to lifetimes",
    "analytics_cdnow": "CDNOW end to end: read, sum up, fit, foretell, next to lifetimes",
    "analytics_pymc": "fits next to pymc-marketing, in an environment of 0.8 GB that it makes; takes ten minutes",
}


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="NAME", help=", ".join(BENCHMARKS))
    parser.add_argument("--list", action="store_true", help="say what there is")
    arguments = parser.parse_args()
    if unknown := set(arguments.names) - set(BENCHMARKS):
        parser.error(f"no benchmark is called {', '.join(sorted(unknown))}: choose from {', '.join(BENCHMARKS)}")
    if arguments.list:
        for name, words in BENCHMARKS.items():
            print(f"{name:18} {words}")
        return
    for name in arguments.names or BENCHMARKS:
        import_module(f"benchmarks.{name}").main()


if __name__ == "__main__":
    main()
