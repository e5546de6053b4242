package io.rubato.examples.serving.model;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Turns text into tokens and back: common words have a token of their own, all else is a token a byte. The first 256
/// tokens are the bytes, then comes the end of the text, then the words. Safe for concurrent use.
public final class Tokenizer {
    /// The token that ends an answer.
    public static final int END = 256;
    /// The first token that is a word.
    public static final int FIRST_WORD = END + 1;

    private static final List<String> WORDS = words();
    private static final int LONGEST =
            WORDS.stream().mapToInt(String::length).max().orElseThrow();

    private final Map<String, Integer> tokens = new HashMap<>();

    public Tokenizer() {
        for (int i = 0; i < WORDS.size(); i++) {
            tokens.put(WORDS.get(i), FIRST_WORD + i);
        }
    }

    static int vocabulary() {
        return FIRST_WORD + WORDS.size();
    }

    private static List<String> words() {
        String common = """
                the of and to in is it you that he was for on are with as his they be at one have this from or had by \
                hot but some what there we can out other were all your when up use word how said an each she which do \
                their time if will way about many then them would write like so these her long make thing see him two \
                has look more day could go come did my sound no most number who over know water than call first people \
                may down side been now find any new work part take get place made live where after back little only \
                round man year came show every good me give our under name very through just form great think say help \
                low line before turn cause same mean differ move right boy old too does tell sentence set three want \
                air well also play small end put home read hand port large spell add even land here must big high such \
                follow act why ask men change went light kind off need house picture try us again animal point mother \
                world near build self earth father head stand own page should country found answer school grow study \
                still learn plant cover food sun four thought let keep eye never last door between city tree cross \
                since hard start might story saw far sea draw left late run while press close night real life few stop \
                open seem together next white children begin got walk example ease paper often always music those both \
                mark book letter until mile river car feet care second group carry took rain eat room friend began \
                idea fish mountain north once base hear horse cut sure watch color face wood main enough plain girl \
                usual young ready above ever red list though feel talk bird soon body dog family direct pose leave song \
                measure state product black short numeral class wind question happen complete ship area half rock order \
                fire south problem piece told knew pass farm top whole king size heard best hour better true during \
                hundred remember step early hold west ground interest reach fast five sing listen six table travel less \
                morning ten simple several vowel toward war lay against pattern slow center love person money serve \
                appear road map science rule govern pull cold notice voice fall power town fine certain fly unit lead \
                cry dark machine note wait plan figure star box noun field rest correct able pound done beauty drive \
                stood contain front teach week final gave green quick develop ocean warm free minute strong special \
                mind behind clear tail produce fact street inch lot nothing course stay wheel full force blue object \
                decide surface deep moon island foot yet busy test record boat common gold possible plane age dry \
                wonder laugh thousand ago ran check game shape yes miss brought heat snow bed bring sit perhaps fill \
                east weight language among capital France Paris""";
        List<String> words = new ArrayList<>();
        for (String word : common.split(" ")) {
            words.add(" " + word);
        }
        return List.copyOf(words);
    }

    /// The tokens of a text: at each place the longest word that fits, else bytes.
    public int[] encode(String text) {
        List<Integer> found = new ArrayList<>();
        int at = 0;
        while (at < text.length()) {
            int taken = word(text, at, found);
            if (taken == 0) {
                int point = text.codePointAt(at);
                for (byte unit : Character.toString(point).getBytes(UTF_8)) {
                    found.add(unit & 0xff);
                }
                taken = Character.charCount(point);
            }
            at += taken;
        }
        return found.stream().mapToInt(Integer::intValue).toArray();
    }

    private int word(String text, int at, List<Integer> found) {
        for (int length = Math.min(LONGEST, text.length() - at); length > 1; length--) {
            Integer token = tokens.get(text.substring(at, at + length));
            if (token != null) {
                found.add(token);
                return length;
            }
        }
        return 0;
    }

    /// The text of a token that is a word, or of one that is an ASCII character; other bytes are a question mark.
    public String decode(int token) {
        if (token >= FIRST_WORD) {
            return WORDS.get(token - FIRST_WORD);
        }
        return token < 128 ? Character.toString(token) : token == END ? "" : "?";
    }
}
