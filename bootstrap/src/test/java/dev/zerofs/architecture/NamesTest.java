package dev.zerofs.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.lang.conditions.ArchConditions.be;
import static com.tngtech.archunit.lang.conditions.ArchConditions.have;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noMethods;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.lang.ArchCondition;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.platform.commons.annotation.Testable;

/** What things may not be called, and what the build would not run if it were called otherwise. */
class NamesTest {
  private static final Pattern VAGUE_TYPE =
      Pattern.compile(".*(Impl|Manager|Helpers?|Utils?|DTO|Dto)");

  private static final Pattern VAGUE_PACKAGE =
      Pattern.compile(".*\\.(impl|utils?|helpers?|dto|common|misc|exceptions?|services?)(\\..*)?");

  private static final Pattern GETTER = Pattern.compile("get[A-Z].*");

  /** What Surefire and Failsafe pick up, and contracts, which their subclasses run. */
  private static final Pattern KIND_OF_TEST = Pattern.compile(".*(Test|Contract|Sim|Fuzz|IT)");

  @Test
  void namesSayWhatAThingIs() {
    noClasses()
        .should(
            be(
                describe(
                    "named vaguely", type -> VAGUE_TYPE.matcher(type.getSimpleName()).matches())))
        .check(Rooms.PRODUCTION);
  }

  @Test
  void packagesAreConceptsAndNotKinds() {
    noClasses()
        .should(
            be(
                describe(
                    "in a vague package",
                    type -> VAGUE_PACKAGE.matcher(type.getPackageName()).matches())))
        .check(Rooms.PRODUCTION);
  }

  @Test
  void accessorsHaveNoGetPrefix() {
    noMethods()
        .that(
            describe(
                "take nothing", (JavaMethod method) -> method.getRawParameterTypes().isEmpty()))
        .and(describe("are not somebody else's", method -> !declaredOutside(method)))
        .should(haveNameLike(GETTER))
        .check(Rooms.PRODUCTION);
  }

  @Test
  void whatIsNotExtendedIsFinal() {
    classes()
        .that(describe("are concrete classes of their own file", NamesTest::concrete))
        .and(describe("have no subclass", type -> type.getSubclasses().isEmpty()))
        .should()
        .haveModifier(JavaModifier.FINAL)
        .because("a class is made for extension or closed to it")
        .check(Rooms.PRODUCTION);
  }

  @Test
  void testsAreNamedSoThatTheyRun() {
    methods()
        .that(describe("are tests", NamesTest::isTest))
        .should()
        .beDeclaredInClassesThat(describe("say their kind", type -> says(outermost(type))))
        .check(Rooms.TESTS);
  }

  @Test
  void testsLiveInPackagesOfTheHouse() {
    classes().should(be(resideInAPackage("dev.zerofs.."))).check(Rooms.TESTS);
  }

  private static ArchCondition<JavaMethod> haveNameLike(Pattern pattern) {
    return have(
        describe(
            "a name like " + pattern,
            (JavaMethod method) -> pattern.matcher(method.getName()).matches()));
  }

  private static boolean declaredOutside(JavaMethod method) {
    JavaClass owner = method.getOwner();
    return Stream.concat(
            owner.getAllRawSuperclasses().stream(), owner.getAllRawInterfaces().stream())
        .filter(DescribedPredicate.not(resideInAPackage("dev.zerofs..")))
        .anyMatch(type -> type.tryGetMethod(method.getName()).isPresent());
  }

  private static boolean concrete(JavaClass type) {
    return type.isTopLevelClass()
        && !type.isInterface()
        && !type.isEnum()
        && !type.getModifiers().contains(JavaModifier.ABSTRACT);
  }

  private static boolean isTest(JavaMethod method) {
    return method.isMetaAnnotatedWith(Testable.class);
  }

  private static boolean says(JavaClass type) {
    return KIND_OF_TEST.matcher(type.getSimpleName()).matches();
  }

  private static JavaClass outermost(JavaClass type) {
    return type.getEnclosingClass().map(NamesTest::outermost).orElse(type);
  }
}
