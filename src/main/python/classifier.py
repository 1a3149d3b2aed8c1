"""The two example models: the same small perceptron for two tasks."""

import lightning
import torch
from torch import Tensor, nn
from torch.nn import functional
from torch.optim.lr_scheduler import CosineAnnealingLR, LRScheduler

from card import Task

TASKS = {
    "binary_classifier_3": Task("Is this MNIST digit a 3?", ["no 3", "3"], "sigmoid", 0.5),
    "digit_classifier": Task(
        "Which digit is this MNIST image?", [str(digit) for digit in range(10)], "softmax", None
    ),
}
EPOCHS = 40


class Classifier(lightning.LightningModule):
    """784-100-ReLU-n. It takes raw pixels, so that nothing around it has to know their scaling."""

    def __init__(self, name: str) -> None:
        """Make an untrained model for the task of that name in TASKS."""
        super().__init__()
        self.save_hyperparameters()
        self.task = TASKS[name]
        self.binary = self.task.activation == "sigmoid"
        self.layers = nn.Sequential(
            nn.Flatten(),
            nn.Linear(28 * 28, 100),
            nn.ReLU(),
            nn.Dropout(0.2),
            nn.Linear(100, 1 if self.binary else len(self.task.labels)),
        )

    def forward(self, images: Tensor) -> Tensor:
        """Turn uint8 `[batch, 28, 28]` into logits, `[batch]` if binary or `[batch, labels]`."""
        logits: Tensor = self.layers(images.float() / 255)
        return logits.squeeze(1) if self.binary else logits

    def training_step(self, batch: tuple[Tensor, Tensor], _: int) -> Tensor:
        """Compute the loss on images that are shifted by up to one pixel, against overfitting."""
        images, labels = batch
        # What leaves on one side enters on the other, but hardly any digit reaches the border.
        shift = torch.randint(-1, 2, (2,)).tolist()
        return self._loss(torch.roll(images, shift, dims=(1, 2)), labels)

    def validation_step(self, batch: tuple[Tensor, Tensor], _: int) -> None:
        """Log the loss on images as they are, for the choice of the checkpoint."""
        self.log("val_loss", self._loss(*batch), prog_bar=True)

    def configure_optimizers(self) -> tuple[list[torch.optim.Optimizer], list[LRScheduler]]:
        """Choose Adam with weight decay, and a learning rate that sinks to zero in the end.

        The decay and the dropout are not only against overfitting: small weights also keep the
        differences in rounding between runtimes well below verification.TOLERANCE.
        """
        optimizer = torch.optim.Adam(
            self.parameters(), lr=2e-3, weight_decay=0.1, decoupled_weight_decay=True
        )
        return [optimizer], [CosineAnnealingLR(optimizer, EPOCHS)]

    def _loss(self, images: Tensor, labels: Tensor) -> Tensor:
        logits = self(images)
        if self.binary:
            return functional.binary_cross_entropy_with_logits(logits, labels.float())
        return functional.cross_entropy(logits, labels)
