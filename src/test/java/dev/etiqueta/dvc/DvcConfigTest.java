package dev.etiqueta.dvc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import org.junit.jupiter.api.Test;

class DvcConfigTest {

    @Test
    void readsWhatDvcWrites() {
        DvcConfig config = DvcConfig.parse("""
                [core]
                    remote = Storage   # the default
                ['remote "storage"']
                    url = '../my # store'
                [remote "plain"]
                url=s3://bucket/prefix#comment
                """);

        assertThat(config.defaultRemote()).contains("storage");
        assertThat(config.remoteUrl("STORAGE")).contains("../my # store");
        assertThat(config.remoteUrl("plain")).contains("s3://bucket/prefix");
        assertThat(config.remoteUrl("other")).isEmpty();
    }

    @Test
    void namesTheLineThatMakesNoSense() {
        assertThatExceptionOfType(DvcException.class)
                .isThrownBy(() -> DvcConfig.parse("[core]\n; no comment\n"))
                .withMessageContaining("line 2");
    }
}
