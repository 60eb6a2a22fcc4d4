"""Prints the requests of `requests.tsv` as label, a, b; the label is 1 where one answer serves both.

Arguments: CLINC150's `data_full.json`, BANKING77's `train.csv` and what the pairs are for, `fit` or `choose`.
The project knows the requests' places in those files alone; the texts are fetched by who trains (README.md beside this file).
"""

import csv
import json
import sys
from pathlib import Path

clinc150, banking77, wanted = sys.argv[1:]
with open(clinc150, encoding="utf-8") as file:
    parts = json.load(file)
with open(banking77, encoding="utf-8", newline="") as file:
    banking = [row["text"] for row in csv.DictReader(file)]
texts = {"clinc150": [text for part in ("train", "val", "test") for text, _ in parts[part]], "banking77": banking}
with open(Path(__file__).with_name("requests.tsv"), encoding="utf-8") as file:
    for source, a, b, same, use in csv.reader(list(file)[1:], delimiter="\t"):
        if use == wanted:
            print(same, *(" ".join(texts[source][int(place)].split()) for place in (a, b)), sep="\t")
