"""Train an example model on MNIST and keep the checkpoint with the best validation loss."""

import argparse
from pathlib import Path

import lightning
import torch
from lightning.pytorch.callbacks import ModelCheckpoint
from torch.utils.data import DataLoader, TensorDataset, random_split

import mnist
from classifier import EPOCHS, TASKS, Classifier


def main() -> None:
    """Train on 55,000 of the 60,000 training images and validate on the rest."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("name", choices=TASKS)
    parser.add_argument("--data", type=Path, required=True, help="folder with the IDX files")
    parser.add_argument("--checkpoint", type=Path, required=True, help="the .ckpt file to write")
    args = parser.parse_args()

    lightning.seed_everything(3)
    model = Classifier(args.name)
    images, digits = mnist.load(args.data, "train")
    labels = mnist.label_indices(digits, model.task.labels)
    dataset = TensorDataset(torch.tensor(images), torch.tensor(labels))
    training, validation = random_split(dataset, [55_000, 5_000])

    best = ModelCheckpoint(
        dirpath=args.checkpoint.parent,
        filename=args.checkpoint.stem,
        monitor="val_loss",
        enable_version_counter=False,
    )
    trainer = lightning.Trainer(
        accelerator="cpu", deterministic=True, max_epochs=EPOCHS, callbacks=[best], logger=False
    )
    trainer.fit(
        model,
        DataLoader(training, batch_size=128, shuffle=True),
        DataLoader(validation, batch_size=len(validation)),
    )
    print(f"{best.best_model_path}: validation loss {best.best_model_score:.6f}")


if __name__ == "__main__":
    main()
