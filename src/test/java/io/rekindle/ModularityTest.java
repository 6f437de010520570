package io.rekindle;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

import org.springframework.modulith.core.ApplicationModules;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

/** DESIGN.md, "The packages": the arrows there are the only imports. */
class ModularityTest {

	private static final JavaClasses CLASSES = new ClassFileImporter()
		.withImportOption(new ImportOption.DoNotIncludeTests())
		.importPackages("io.rekindle");

	private final ApplicationModules modules = ApplicationModules.of(Rekindle.class);

	@Test
	void keepsTheArrows() {
		this.modules.verify();
	}

	/**
	 * Generated from the schemas: a module by its package alone, without declarations.
	 */
	@Test
	void knowsTheGeneratedClassesAsModuleOfTheirOwn() {
		assertThat(this.modules.getModuleByName("events")).isPresent();
		classes().that()
			.resideInAPackage("io.rekindle.events..")
			.should()
			.onlyDependOnClassesThat()
			.resideInAnyPackage("java..", "org.apache.avro..", "io.rekindle.events..")
			.check(CLASSES);
	}

	@Test
	void keepsTheVocabularyPureJava() {
		classes().that()
			.resideInAPackage("io.rekindle.command..")
			.and()
			.doNotHaveSimpleName("package-info")
			.should()
			.onlyDependOnClassesThat()
			.resideInAnyPackage("java..", "org.jspecify.annotations..", "io.rekindle.command..")
			.check(CLASSES);
	}

	@Test
	void endsAvroAtDecoderAndEncoder() {
		noClasses().that()
			.resideOutsideOfPackages("io.rekindle.intake..", "io.rekindle.outcome..", "io.rekindle.registry..",
					"io.rekindle.events..")
			.should()
			.dependOnClassesThat()
			.resideInAnyPackage("org.apache.avro..", "io.rekindle.events..")
			.check(CLASSES);
	}

}
