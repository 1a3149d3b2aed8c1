package dev.etiqueta.web;

import dev.etiqueta.feedback.Feedback;
import dev.etiqueta.feedback.FeedbackResult;
import dev.etiqueta.feedback.FeedbackService;
import dev.etiqueta.feedback.PredictionId;
import dev.etiqueta.model.ModelService;
import dev.etiqueta.request.Fault;
import dev.etiqueta.request.LimitProperties;
import dev.etiqueta.request.RequestException;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/** Takes the true labels of predictions. */
@RestController
@Tag(name = "Feedback")
class FeedbackController {

    static final String PATH = "/v1/models/{name}/feedback";

    private final ModelService models;
    private final FeedbackService feedback;
    private final FeedbackReader reader;
    private final LimitProperties limits;

    FeedbackController(ModelService models, FeedbackService feedback, FeedbackReader reader, LimitProperties limits) {
        this.models = models;
        this.feedback = feedback;
        this.reader = reader;
        this.limits = limits;
    }

    /** One is answered alone, with a problem if it does not count; of many each has a status of its own. */
    @PostMapping(path = PATH, consumes = MediaType.APPLICATION_JSON_VALUE, produces = MediaType.APPLICATION_JSON_VALUE)
    Object give(@PathVariable String name, HttpServletRequest request) throws IOException {
        FeedbackReader.Document document = read(request);
        if (feedback.isOff()) {
            models.info(name);
            throw new RequestException(
                    Fault.NOT_FOUND,
                    "no prediction is remembered, because etiqueta.feedback.capacity is 0; raise it to take feedback");
        }
        List<FeedbackAnswer> answers = give(name, document.entries(), request.getUserPrincipal() != null);
        if (!document.single()) {
            int counted = (int) answers.stream().filter(FeedbackAnswer::counts).count();
            return new FeedbackAnswer.Many(name, counted, answers);
        }
        FeedbackAnswer answer = answers.getFirst();
        if (!answer.counts()) {
            throw answer.problem();
        }
        return answer;
    }

    private FeedbackReader.Document read(HttpServletRequest request) throws IOException {
        return reader.read(RequestBody.of(request, limits.jsonSize().toBytes(), limits.time()));
    }

    private List<FeedbackAnswer> give(String model, List<FeedbackReader.Entry> entries, boolean authenticated) {
        List<FeedbackAnswer> answers = new ArrayList<>();
        boolean known = false;
        for (FeedbackReader.Entry entry : entries) {
            FeedbackResult result = give(model, entry, authenticated);
            known |= !(result instanceof FeedbackResult.Unknown);
            answers.add(FeedbackAnswer.of(result, entry));
        }
        if (!known) {
            // A model that was replaced can still be told of; one that nobody knows is most likely misspelt.
            models.info(model);
        }
        return answers;
    }

    private FeedbackResult give(String model, FeedbackReader.Entry entry, boolean authenticated) {
        PredictionId id = PredictionId.parse(entry.id());
        return id == null
                ? new FeedbackResult.Unknown()
                : feedback.give(model, new Feedback(id, entry.index(), entry.label(), authenticated));
    }
}
