package dev.etiqueta.dvc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.entry;

import dev.etiqueta.configobj.ConfigObjException;
import org.junit.jupiter.api.Test;

class ConfigFileTest {

    @Test
    void readsWhatDvcWrites() {
        ConfigFile config = ConfigFile.parse(".dvc/config", """
                [core]
                    remote = Storage   # the default
                ['remote "storage"']
                    url = '../my # store'
                    Access_Key_ID = '''it's "x"'''
                [remote "plain"]
                url=s3://bucket/prefix#comment
                """);

        assertThat(config.defaultRemote()).contains("storage");
        assertThat(config.remoteOptions("STORAGE")).containsEntry("url", "../my # store");
        assertThat(config.remoteOptions("plain")).containsEntry("url", "s3://bucket/prefix");
        assertThat(config.remoteOptions("other")).isEmpty();
        assertThat(config.remoteOptions("Storage"))
                .containsOnly(entry("url", "../my # store"), entry("access_key_id", "it's \"x\""));
        assertThat(config.remoteOptions("other")).isEmpty();
    }

    @Test
    void knowsARemoteByDoubleQuotesOnly() {
        ConfigFile config = ConfigFile.parse(".dvc/config", """
                ["remote 'x'"]
                url = single
                [remote y]
                url = none
                [' remote"docs/z" ']
                url = spaces
                """);

        assertThat(config.remoteOptions("x")).isEmpty();
        assertThat(config.remoteOptions("y")).isEmpty();
        assertThat(config.remoteOptions("docs/z")).containsEntry("url", "spaces");
    }

    @Test
    void takesTheLastOfRemotesThatDifferInCaseOnly() {
        ConfigFile config =
                ConfigFile.parse(".dvc/config", "[remote \"X\"]\nurl = a\nregion = r\n[remote \"x\"]\nurl = b\n");

        assertThat(config.remoteOptions("x")).containsOnly(entry("url", "b"));
    }

    @Test
    void hasNoDefaultRemoteWhereItIsEmpty() {
        assertThat(ConfigFile.parse(".dvc/config", "[core]\nremote =\n").defaultRemote())
                .isEmpty();
    }

    @Test
    void refusesAnOptionThatIsAList() {
        ConfigFile config = ConfigFile.parse(".dvc/config", "[remote \"x\"]\nurl = y\npassword = hunter2,b\n");
        assertThatExceptionOfType(ConfigObjException.class)
                .isThrownBy(() -> config.remoteOptions("x"))
                .withMessageContaining("line 3 of .dvc/config: the value of 'password' is a list")
                .withMessageNotContaining("hunter2");
    }

    @Test
    void namesTheLineThatMakesNoSense() {
        assertThatExceptionOfType(ConfigObjException.class)
                .isThrownBy(() -> ConfigFile.parse(".dvc/config", "[core]\n; no comment\n"))
                .withMessageContaining("line 2");
    }
}
