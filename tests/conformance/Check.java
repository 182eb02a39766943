import java.io.File;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.verapdf.gf.foundry.VeraGreenfieldFoundryProvider;
import org.verapdf.pdfa.Foundries;
import org.verapdf.pdfa.PDFAParser;
import org.verapdf.pdfa.PDFAValidator;
import org.verapdf.pdfa.flavours.PDFAFlavour;
import org.verapdf.pdfa.results.TestAssertion;
import org.verapdf.pdfa.results.ValidationResult;
import org.verapdf.processor.reports.enums.JobEndStatus;

/**
 * Checks PDF files against one veraPDF profile: {@code Check FLAVOUR FILE...}.
 *
 * <p>Prints one line per failed check, {@code index TAB clause TAB test TAB place TAB message}, and
 * one line {@code index TAB verdict} when a file has been judged, so that a reader can tell a file
 * that passes from one that was never reached.
 */
public final class Check {
    private static final PrintStream OUT = new PrintStream(System.out, true, StandardCharsets.UTF_8);

    public static void main(String[] args) {
        PDFAFlavour flavour = PDFAFlavour.byFlavourId(args[0]);
        if (flavour == PDFAFlavour.NO_FLAVOUR) {
            System.err.println(args[0] + " is none of " + PDFAFlavour.getFlavourIds());
            System.exit(2);
        }
        VeraGreenfieldFoundryProvider.initialise();
        for (int index = 0; index < args.length - 1; index++) {
            OUT.println(index + "\t" + verdict(index, new File(args[index + 1]), flavour));
        }
    }

    private static String verdict(int index, File file, PDFAFlavour flavour) {
        try (PDFAParser parser = Foundries.defaultInstance().createParser(file, flavour);
                PDFAValidator validator = Foundries.defaultInstance().createValidator(flavour, false)) {
            ValidationResult result = validator.validate(parser);
            for (TestAssertion found : result.getTestAssertions()) {
                OUT.println(String.join("\t", String.valueOf(index),
                        flat(found.getRuleId().getClause()),
                        String.valueOf(found.getRuleId().getTestNumber()),
                        flat(found.getLocation().getContext()), flat(found.getMessage())));
            }
            if (result.getJobEndStatus() != JobEndStatus.NORMAL) {
                return "stopped early: " + result.getJobEndStatus();
            }
            // A profile that could not be loaded has no rules, and everything obeys no rules.
            if (result.getTotalAssertions() == 0) {
                return "no rule was tested";
            }
            return result.isCompliant() ? "passed" : "failed";
        } catch (Exception | LinkageError problem) {
            return flat("could not be read: " + problem);
        }
    }

    private static String flat(String text) {
        return text == null ? "" : text.replaceAll("\\s+", " ").trim();
    }
}
