package dev.etiqueta;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The house that the packages are, floor by floor: a package knows packages below it only. */
class ArchitectureTest {

    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .withImportOption(location -> !location.contains("/grpc/message/")) // made of inference.proto
            .importPackages("dev.etiqueta");

    @Test
    void packagesDependDownwardsOnly() {
        layeredArchitecture()
                .consideringOnlyDependenciesInLayers()
                .layer("main")
                .definedBy("dev.etiqueta")
                .layer("command")
                .definedBy("dev.etiqueta.command")
                .layer("evaluation")
                .definedBy("dev.etiqueta.evaluation")
                .layer("monitoring")
                .definedBy("dev.etiqueta.monitoring")
                .layer("journal")
                .definedBy("dev.etiqueta.journal")
                .layer("web")
                .definedBy("dev.etiqueta.web")
                .layer("grpc")
                .definedBy("dev.etiqueta.grpc")
                .layer("inference")
                .definedBy("dev.etiqueta.inference")
                .layer("request")
                .definedBy("dev.etiqueta.request")
                .layer("security")
                .definedBy("dev.etiqueta.security")
                .layer("server")
                .definedBy("dev.etiqueta.server")
                .layer("feedback")
                .definedBy("dev.etiqueta.feedback")
                .layer("deployment")
                .definedBy("dev.etiqueta.deployment")
                .layer("proof")
                .definedBy("dev.etiqueta.proof")
                .layer("model")
                .definedBy("dev.etiqueta.model")
                .layer("dvc")
                .definedBy("dev.etiqueta.dvc")
                .layer("remote")
                .definedBy("dev.etiqueta.remote")
                .layer("configobj")
                .definedBy("dev.etiqueta.configobj")
                .layer("signing")
                .definedBy("dev.etiqueta.signing")
                .layer("git")
                .definedBy("dev.etiqueta.git")
                .layer("image")
                .definedBy("dev.etiqueta.image")
                .layer("drift")
                .definedBy("dev.etiqueta.drift")
                .layer("failure")
                .definedBy("dev.etiqueta.failure")
                .layer("memory")
                .definedBy("dev.etiqueta.memory")
                .whereLayer("main")
                .mayOnlyAccessLayers("command", "proof")
                .whereLayer("command")
                .mayOnlyAccessLayers("evaluation", "deployment", "security", "model", "dvc", "image", "failure")
                .whereLayer("evaluation")
                .mayOnlyAccessLayers("model", "image")
                .whereLayer("monitoring")
                .mayOnlyAccessLayers(
                        "web",
                        "inference",
                        "request",
                        "server",
                        "feedback",
                        "deployment",
                        "model",
                        "drift",
                        "image",
                        "memory",
                        "failure")
                .whereLayer("journal")
                .mayOnlyAccessLayers("web", "feedback", "model", "failure")
                .whereLayer("web")
                .mayOnlyAccessLayers("inference", "request", "security", "server", "feedback", "model", "image")
                .whereLayer("grpc")
                .mayOnlyAccessLayers("inference", "request", "security", "server", "model")
                .whereLayer("inference")
                .mayOnlyAccessLayers("request", "model")
                .whereLayer("request")
                .mayOnlyAccessLayers("model", "image", "failure")
                .whereLayer("feedback")
                .mayOnlyAccessLayers("model")
                .whereLayer("deployment")
                .mayOnlyAccessLayers(
                        "security", "server", "proof", "model", "dvc", "remote", "git", "signing", "failure")
                .whereLayer("proof")
                .mayOnlyAccessLayers("model", "failure")
                .whereLayer("model")
                .mayOnlyAccessLayers("image", "memory", "failure")
                .whereLayer("dvc")
                .mayOnlyAccessLayers("configobj", "remote", "failure")
                .whereLayer("remote")
                .mayOnlyAccessLayers("failure")
                .whereLayer("configobj")
                .mayOnlyAccessLayers("failure")
                .whereLayer("signing")
                .mayOnlyAccessLayers("failure")
                .whereLayer("git")
                .mayOnlyAccessLayers("failure")
                .whereLayer("image")
                .mayOnlyAccessLayers("memory")
                .whereLayer("security")
                .mayOnlyAccessLayers("server", "failure")
                .whereLayer("memory")
                .mayNotAccessAnyLayer()
                .whereLayer("drift")
                .mayNotAccessAnyLayer()
                .whereLayer("server")
                .mayNotAccessAnyLayer()
                .whereLayer("failure")
                .mayNotAccessAnyLayer()
                .check(CLASSES);
    }

    @Test
    void everyPackageHasAFloor() {
        assertThat(CLASSES.stream().map(JavaClass::getPackageName).distinct())
                .containsExactlyInAnyOrder(
                        "dev.etiqueta",
                        "dev.etiqueta.command",
                        "dev.etiqueta.evaluation",
                        "dev.etiqueta.monitoring",
                        "dev.etiqueta.journal",
                        "dev.etiqueta.web",
                        "dev.etiqueta.grpc",
                        "dev.etiqueta.inference",
                        "dev.etiqueta.request",
                        "dev.etiqueta.feedback",
                        "dev.etiqueta.security",
                        "dev.etiqueta.server",
                        "dev.etiqueta.deployment",
                        "dev.etiqueta.proof",
                        "dev.etiqueta.model",
                        "dev.etiqueta.dvc",
                        "dev.etiqueta.remote",
                        "dev.etiqueta.git",
                        "dev.etiqueta.signing",
                        "dev.etiqueta.configobj",
                        "dev.etiqueta.image",
                        "dev.etiqueta.drift",
                        "dev.etiqueta.memory",
                        "dev.etiqueta.failure");
    }

    @Test
    void noPackagesDependOnEachOther() {
        slices().matching("dev.etiqueta.(*)..").should().beFreeOfCycles().check(CLASSES);
    }

    @Test
    void whatIsBelowTheWebKnowsNoWebAndNoSpring() {
        noClasses()
                .that()
                .resideInAnyPackage(
                        "dev.etiqueta.proof",
                        "dev.etiqueta.model",
                        "dev.etiqueta.dvc",
                        "dev.etiqueta.git",
                        "dev.etiqueta.signing",
                        "dev.etiqueta.configobj",
                        "dev.etiqueta.image",
                        "dev.etiqueta.drift",
                        "dev.etiqueta.memory",
                        "dev.etiqueta.failure")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.springframework..", "jakarta.servlet..", "io.micrometer..")
                .check(CLASSES);
    }

    @Test
    void remotesKnowNothingOfSpringButItsRetries() {
        noClasses()
                .that()
                .resideInAPackage("dev.etiqueta.remote")
                .should()
                .dependOnClassesThat(JavaClass.Predicates.resideInAPackage("org.springframework..")
                        .and(DescribedPredicate.not(
                                JavaClass.Predicates.resideInAPackage("org.springframework.core.retry"))))
                .check(CLASSES);
    }

    @Test
    void onlyTheModelKnowsTheOnnxRuntime() {
        noClasses()
                .that()
                .resideOutsideOfPackage("dev.etiqueta.model")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("ai.onnxruntime..")
                .check(CLASSES);
    }

    @Test
    void atLeastHalfOfTheTypesArePackagePrivate() {
        List<JavaClass> types = CLASSES.stream()
                .filter(type -> type.isTopLevelClass() && !type.getSimpleName().equals("package-info"))
                .toList();
        long visible = types.stream()
                .filter(type -> type.getModifiers().contains(JavaModifier.PUBLIC))
                .count();
        assertThat(visible).isLessThanOrEqualTo(types.size() / 2);
    }
}
