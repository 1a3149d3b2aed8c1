package dev.etiqueta.git;

import java.util.concurrent.TimeUnit;
import org.eclipse.jgit.lib.Config;
import org.eclipse.jgit.storage.file.FileBasedConfig;
import org.eclipse.jgit.util.FS;
import org.eclipse.jgit.util.SystemReader;

/**
 * What JGit sees of the machine: everything but git's configuration files. They would let a file of the user's home
 * decide which server is asked, and JGit would write to them what it measures of the file system.
 */
final class JGitEnvironment extends SystemReader.Delegate {

    private JGitEnvironment(SystemReader machine) {
        super(machine);
    }

    /** Has every JGit of this process see no more than that. */
    static void install() {
        SystemReader current = SystemReader.getInstance();
        if (!(current instanceof JGitEnvironment)) {
            SystemReader.setInstance(new JGitEnvironment(current));
        }
    }

    @Override
    public FileBasedConfig openUserConfig(Config parent, FS fs) {
        return new NoConfig(parent, fs);
    }

    @Override
    public FileBasedConfig openSystemConfig(Config parent, FS fs) {
        return new NoConfig(parent, fs);
    }

    @Override
    public FileBasedConfig openJGitConfig(Config parent, FS fs) {
        return new NoConfig(parent, fs);
    }

    /** No file, and nothing in it but what keeps JGit from writing probes into folders to measure their clock. */
    private static final class NoConfig extends FileBasedConfig {

        private static final long CLOCK_SECONDS = 2;

        NoConfig(Config parent, FS fs) {
            super(parent, null, fs);
        }

        @Override
        public void load() {}

        @Override
        public void save() {}

        @Override
        public boolean isOutdated() {
            return false;
        }

        @Override
        public long getTimeUnit(String section, String subsection, String name, long otherwise, TimeUnit unit) {
            return section.equals("filesystem")
                    ? unit.convert(CLOCK_SECONDS, TimeUnit.SECONDS)
                    : super.getTimeUnit(section, subsection, name, otherwise, unit);
        }
    }
}
