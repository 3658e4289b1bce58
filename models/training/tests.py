"""Checks that need neither data nor weights: python -m unittest tests"""

import random
import tempfile
import unittest
from pathlib import Path

import numpy as np
import torch

import phrases
import titles
from corrections import corrected
from decode import spans_of, viterbi
from examples import Example
from model import imitation_loss, pair_loss, tag_loss
from reviews import joined, strung, untokenised
from schema import BY_NAME, HEADS
from teacher import carried
from tokeniser import covered
from vectors import recovered, unit
from weak import marked


class Checks(unittest.TestCase):
    def test_labels_have_names(self):
        for head in HEADS:
            for label in head.labels:
                self.assertTrue(label == "O" or label in head.names or label[2:] in head.names, label)

    def test_viterbi_keeps_to_bioes(self):
        labels = BY_NAME["aspects"].labels
        scores = np.random.default_rng(1).normal(size=(40, len(labels)))
        path = [labels[number][0] for number in viterbi(scores, labels)]
        for before, after in zip(["O", *path], [*path, "O"]):
            self.assertEqual(before in "BI", after in "IE", f"{before} then {after}")

    def test_spans_come_back(self):
        labels = BY_NAME["titles"].labels
        path = [labels.index(label) for label in ("S-brand", "O", "B-product", "E-product")]
        where = [(0, 4), (5, 6), (7, 10), (10, 12)]
        self.assertEqual(spans_of(path, labels, where), [(0, 4, "brand"), (7, 12, "product")])

    def test_a_piece_belongs_by_half(self):
        self.assertTrue(covered((2, 4), 3, 9))
        self.assertFalse(covered((0, 3), 2, 9))
        self.assertTrue(covered((5, 5), 2, 9))
        self.assertFalse(covered((2, 2), 2, 9))

    def test_unmarked_labels_cost_nothing_outside(self):
        logits = torch.tensor([[[0.0, 20.0, 0.0]]])
        self.assertLess(tag_loss(logits, torch.tensor([[[True, True, False]]])).item(), 0.01)
        self.assertGreater(tag_loss(logits, torch.tensor([[[True, False, False]]])).item(), 10)

    def test_reviews_strung_together_keep_their_spans(self):
        one = joined(["味道", "好"], [((0, 0), (1, 1), "positive")], "", "test", "zh")
        other = joined(["服务", "很", "差"], [((0, 0), (2, 2), "negative")], "", "test", "zh")
        text = strung([one, other, one], "。")
        said = [(text.text[a:b], label) for head in ("aspects", "opinions") for a, b, label in text.spans[head]]
        self.assertEqual(said, [("味道", "aspect"), ("服务", "aspect"), ("味道", "aspect"), ("好", "opinion-positive"), ("差", "opinion-negative"), ("好", "opinion-positive")])
        self.assertEqual([(text.text[a:b], label) for a, b, label in text.polarity], [("味道", "positive"), ("服务", "negative"), ("味道", "positive")])
        self.assertIsNone(text.sentiment)
        self.assertEqual((strung([one, one], "").sentiment, one.text), ("positive", "味道好"))

    def test_a_teacher_is_imitated(self):
        logits = torch.tensor([[2.0, 0.0, -1.0], [0.0, 1.0, 0.0]])
        self.assertAlmostEqual(imitation_loss(logits, (logits + 3).softmax(-1)).item(), 0, places=6)
        certain = torch.tensor([[1.0, 0.0, 0.0], [0.0, 1.0, 0.0]])
        # Against a certain teacher it is the plain loss of its labels.
        plain = torch.nn.functional.cross_entropy(logits, torch.tensor([0, 1])).item()
        self.assertAlmostEqual(imitation_loss(logits, certain).item(), plain, places=5)

    def test_labels_go_from_tokens_to_pieces(self):
        labels = BY_NAME["aspects"].labels

        def told(marks: list[str], tokens: list[tuple[int, int]], pieces: list[tuple[int, int]]) -> list[str]:
            said = np.eye(len(labels), dtype=np.float32)[[labels.index(mark if mark == "O" else f"{mark}-aspect") for mark in marks]]
            over = carried(said, tokens, pieces)
            self.assertTrue(np.allclose(over.sum(1), 1))
            return [labels[index][0] for index in over.argmax(1)]

        # "un happy" in two tokens, "laptop bag" in two: pieces that hold more, as much, and less.
        self.assertEqual(told(["B", "E"], [(0, 2), (2, 7)], [(0, 7)]), ["S"])
        self.assertEqual(told(["B", "E"], [(0, 6), (7, 10)], [(0, 3), (3, 6), (7, 10)]), ["B", "I", "E"])
        self.assertEqual(told(["S", "O"], [(0, 6), (7, 10)], [(0, 3), (3, 6), (7, 10)]), ["B", "E", "O"])
        self.assertEqual(told(["B", "I", "E"], [(0, 1), (1, 2), (2, 3)], [(0, 2), (2, 3)]), ["B", "E"])
        # Of one token and piece all labels stay as they are.
        some = np.random.default_rng(1).dirichlet(np.ones(len(labels)), 3).astype(np.float32)
        self.assertTrue(np.allclose(carried(some, [(0, 2), (2, 5), (6, 8)], [(0, 2), (2, 5), (6, 8)]), some, atol=1e-6))
        # Nothing is said of a piece without a token.
        self.assertEqual(carried(some[:1], [(0, 2)], [(0, 0), (3, 5)]).sum(), 0)

    def test_corrections_are_read(self):
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "corrected.jsonl"
            path.write_text('{"text": "北风红裙", "spans": [[0, 2, "brand"]], "known": ["brand"]}\n', encoding="utf-8")
            [example] = corrected(path)
            self.assertEqual((example.language, example.spans, example.known), ("zh", {"titles": [(0, 2, "brand")]}, {"titles": frozenset({"brand"})}))
            path.write_text('{"text": "屏幕大，卡", "spans": [[0, 2, "aspect"]], "known": ["aspect"], "polarity": [[0, 2, "negative"]]}\n', encoding="utf-8")
            [example] = corrected(path)
            self.assertEqual((example.spans, example.polarity), ({"aspects": [(0, 2, "aspect")]}, [(0, 2, "negative")]))
            path.write_text('\n{"text": "x", "spans": [[0, 9, "brand"]], "known": ["brand"]}\n', encoding="utf-8")
            with self.assertRaisesRegex(ValueError, "line 2"):
                corrected(path)

    def test_the_space_of_an_earlier_run_is_found_again(self):
        random = np.random.default_rng(1)
        full = unit(random.normal(size=(900, 40)))
        directions = np.linalg.qr(random.normal(size=(40, 8)))[0]
        self.assertTrue(np.allclose(recovered(full, unit(full @ directions)), directions, atol=1e-3))

    def test_two_sides_of_a_pair_find_each_other(self):
        apart = torch.nn.functional.normalize(torch.tensor([[1.0, 0.0], [0.9, 0.1], [0.0, 1.0], [0.1, 0.9]]), dim=-1)
        same = torch.tensor([[1.0, 1, 0, 0], [1, 1, 0, 0], [0, 0, 1, 1], [0, 0, 1, 1]])
        crossed = same[[0, 2, 1, 3]][:, [0, 2, 1, 3]]
        self.assertLess(pair_loss(apart, same, 20.0).item(), 0.01)
        self.assertGreater(pair_loss(apart, crossed, 20.0).item(), 5)
        self.assertEqual(pair_loss(apart, torch.eye(4), 20.0).item(), 0)

    def test_triplets_become_characters(self):
        example = joined("the fit is n't good .".split(), [((1, 1), (3, 4), "negative")], " ", "", "en")
        self.assertEqual([example.text[a:b] for a, b, _ in example.spans["aspects"]], ["fit"])
        tidied = untokenised(example)
        self.assertEqual(tidied.text, "the fit isn't good.")
        self.assertEqual([tidied.text[a:b] for a, b, _ in tidied.spans["opinions"]], ["n't good"])

    def test_a_full_stop_is_no_aspect(self):
        example = joined(["很", "好", "。"], [((2, 2), (0, 1), "positive")], "", "", "zh")
        self.assertEqual((example.spans["aspects"], example.polarity), ([], []))
        self.assertEqual([example.text[a:b] for a, b, _ in example.spans["opinions"]], ["很好"])

    def test_values_are_found_as_words(self):
        self.assertEqual(titles.placed("Redken Red Lotion, red", [("Red", "color"), ("Redken", "brand")]), [(0, 6, "brand"), (7, 10, "color")])

    def test_lexicons_leave_marked_spans_alone(self):
        found = marked("红木椅子红色", [(0, 4, "product")], "zh", {"color", "material"})
        self.assertEqual(found, [(4, 6, "color")])

    def test_brands_move_with_their_spans(self):
        example = Example("Acme Blue Shirt", "", "en", {"titles": [(0, 4, "brand"), (5, 9, "color"), (10, 15, "product")]}, {"titles": frozenset()})
        for seed in range(40):
            changed = phrases.rebranded(example, random.Random(seed), ["Longer Name"])
            told = {label: changed.text[a:b] for a, b, label in changed.spans["titles"]}
            self.assertEqual((told["color"], told["product"]), ("Blue", "Shirt"))

    def test_composed_titles_are_whole(self):
        for seed in range(60):
            example = phrases.title(random.Random(seed), [])
            for start, end, _ in example.spans["titles"]:
                self.assertEqual(example.text[start:end].strip(), example.text[start:end])


if __name__ == "__main__":
    unittest.main()
