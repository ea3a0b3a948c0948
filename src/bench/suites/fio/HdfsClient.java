import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.util.Arrays;
import java.util.Random;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * HDFS through its own client, as Spark uses it: writes a file, reads it through, reads 4 KiB at random places.
 * Usage: HdfsClient FOLDER_URI MEGABYTES RANDOM_READS. Prints one line of JSON. The first, smaller pass only warms up.
 * Spark brings a compiler that runs this from its source (org.codehaus.janino.SimpleCompiler): no lambdas, no generics.
 */
public class HdfsClient {
    private static final int MEGABYTE = 1 << 20;
    private static final int SMALL = 4096;

    public static void main(String[] words) throws Exception {
        Configuration configuration = new Configuration();
        configuration.set("dfs.client.use.datanode.hostname", "false");
        configuration.set("dfs.replication", "1");
        FileSystem files = FileSystem.get(URI.create(words[0]), configuration);
        int megabytes = Integer.parseInt(words[1]);
        int reads = Integer.parseInt(words[2]);
        Path path = new Path(words[0], "hdfs-client-" + System.nanoTime());
        try {
            measure(files, path, Math.min(megabytes, 16), Math.min(reads, 50));
            System.out.println(measure(files, path, megabytes, reads));
        } finally {
            files.delete(path, false);
            files.close();
        }
    }

    private static String measure(FileSystem files, Path path, int megabytes, int reads) throws Exception {
        double written = write(files, path, megabytes);
        double read = read(files, path);
        double[] random = readAtRandom(files, path, (long) megabytes * MEGABYTE, reads);
        double all = 0;
        for (int i = 0; i < reads; i++) all += random[i];
        Arrays.sort(random);
        return "{\"writeSeconds\":" + written + ",\"readSeconds\":" + read + ",\"megabytes\":" + megabytes
            + ",\"randomReads\":" + reads + ",\"randomSeconds\":" + all
            + ",\"p50\":" + at(random, 0.50) + ",\"p95\":" + at(random, 0.95) + ",\"p99\":" + at(random, 0.99) + "}";
    }

    private static double at(double[] sorted, double q) {
        return sorted[(int) Math.min(sorted.length - 1, Math.floor(q * sorted.length))];
    }

    private static double write(FileSystem files, Path path, int megabytes) throws Exception {
        byte[] block = new byte[MEGABYTE];
        new Random(1).nextBytes(block);
        long began = System.nanoTime();
        OutputStream out = files.create(path, true);
        for (int i = 0; i < megabytes; i++) out.write(block, 0, block.length);
        out.close();
        return seconds(began);
    }

    private static double read(FileSystem files, Path path) throws Exception {
        byte[] block = new byte[MEGABYTE];
        long began = System.nanoTime();
        InputStream in = files.open(path);
        while (in.read(block, 0, block.length) >= 0) { }
        in.close();
        return seconds(began);
    }

    private static double[] readAtRandom(FileSystem files, Path path, long size, int reads) throws Exception {
        byte[] piece = new byte[SMALL];
        double[] taken = new double[reads];
        Random random = new Random(2);
        FSDataInputStream in = files.open(path);
        for (int i = 0; i < reads; i++) {
            long position = (long) (random.nextDouble() * (size / SMALL)) * SMALL;
            long began = System.nanoTime();
            in.readFully(position, piece, 0, piece.length);
            taken[i] = seconds(began);
        }
        in.close();
        return taken;
    }

    private static double seconds(long began) {
        return (System.nanoTime() - began) / 1e9;
    }
}
