package dev.gumbel.vae.report;

import dev.gumbel.vae.train.EpochMetrics;
import dev.gumbel.vae.train.Pictures;
import dev.gumbel.vae.train.RunFolder;
import dev.gumbel.vae.train.StepMetrics;
import dev.gumbel.vae.train.TrainingListener;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.Paint;
import java.awt.Stroke;
import java.awt.geom.Ellipse2D;
import java.awt.image.BufferedImage;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jfree.chart.ChartFactory;
import org.jfree.chart.JFreeChart;
import org.jfree.chart.axis.NumberAxis;
import org.jfree.chart.block.BlockBorder;
import org.jfree.chart.plot.XYPlot;
import org.jfree.chart.renderer.xy.XYLineAndShapeRenderer;
import org.jfree.chart.ui.RectangleInsets;
import org.jfree.data.xy.XYSeries;
import org.jfree.data.xy.XYSeriesCollection;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Draws the losses of a run over its epochs, anew after each epoch: losses.png. */
public final class LossChart implements TrainingListener {
    private static final Logger LOG = LoggerFactory.getLogger(LossChart.class);
    /** Twice the size that the page shows, for displays with fine pixels. */
    private static final int WIDTH = 1400;
    private static final int HEIGHT = 700;
    private static final Font LETTERS = new Font(Font.SANS_SERIF, Font.PLAIN, 26);
    private static final Color FRAME = new Color(0x8A, 0x90, 0x9C);
    /** The first steps cost so much more that the rest would lie flat at the bottom. */
    private static final double HEADROOM = 1.2;
    private static final double OUT_OF_PROPORTION = 10;

    private final RunFolder folder;
    private final XYSeries steps = new XYSeries("train, single batches");
    private final XYSeries train = new XYSeries("train, mean of the epoch");
    private final XYSeries test = new XYSeries("test");
    private int batches = 1;
    private boolean warned;

    public LossChart(RunFolder folder) {
        this.folder = folder;
    }

    @Override
    public void epochBegins(int epoch, int batches) {
        this.batches = batches;
    }

    @Override
    public void logged(StepMetrics metrics) {
        steps.add(metrics.epoch() - 1 + (double) metrics.batch() / batches, metrics.loss());
    }

    @Override
    public void epoch(EpochMetrics metrics) {
        // The mean of an epoch belongs to its middle; the test set is seen at its end.
        train.add(metrics.epoch() - 0.5, metrics.trainLoss());
        test.add(metrics.epoch(), metrics.testLoss());
    }

    @Override
    public void pictures(Pictures pictures) {
        drawn().ifPresent(picture -> PngFiles.write(folder.path().resolve("losses.png"), picture));
    }

    /** Nothing where this Java has no letters to draw with: a training is not to end for that. */
    private Optional<BufferedImage> drawn() {
        try {
            return Optional.of(draw());
        } catch (RuntimeException | InternalError | LinkageError noFonts) {
            if (!warned) {
                LOG.warn("losses.png is left out: this machine has no fonts ({}); install fontconfig and a font such as DejaVu", noFonts.toString());
                warned = true;
            }
            return Optional.empty();
        }
    }

    private BufferedImage draw() {
        XYSeriesCollection series = new XYSeriesCollection();
        series.addSeries(test);
        series.addSeries(train);
        series.addSeries(steps);
        JFreeChart chart = ChartFactory.createXYLineChart(null, "epoch", "loss per image (nats)", series);
        chart.setBackgroundPaint(Color.WHITE);
        chart.setPadding(new RectangleInsets(20, 10, 10, 30));
        chart.getLegend().setItemFont(LETTERS);
        chart.getLegend().setFrame(BlockBorder.NONE);
        chart.getLegend().setItemLabelPadding(new RectangleInsets(2, 8, 2, 24));
        XYPlot plot = chart.getXYPlot();
        plot.setRenderer(renderer());
        plot.setBackgroundPaint(Color.WHITE);
        plot.setDomainGridlinePaint(FRAME);
        plot.setRangeGridlinePaint(FRAME);
        plot.setOutlineVisible(false);
        NumberAxis epochs = (NumberAxis) plot.getDomainAxis();
        epochs.setStandardTickUnits(NumberAxis.createIntegerTickUnits());
        epochs.setRange(0, 1.01 * test.getMaxX());
        NumberAxis losses = (NumberAxis) plot.getRangeAxis();
        losses.setAutoRangeIncludesZero(false);
        double lowest = Math.min(steps.getMinY(), Math.min(train.getMinY(), test.getMinY()));
        double highest = Math.min(steps.getMaxY(), HEADROOM * usualTop());
        double margin = 0.05 * (highest - lowest) + 1e-3;
        losses.setRange(lowest - margin, highest + margin);
        for (NumberAxis axis : new NumberAxis[] {epochs, losses}) {
            axis.setTickLabelFont(LETTERS);
            axis.setLabelFont(LETTERS);
        }
        return chart.createBufferedImage(WIDTH, HEIGHT);
    }

    /** The greatest mean, or their third quartile where a training blew up and the rest would lie flat at the bottom. */
    private double usualTop() {
        double[] means = Stream.of(train, test).flatMap(series -> IntStream.range(0, series.getItemCount()).mapToObj(series::getY))
                .mapToDouble(Number::doubleValue).sorted().toArray();
        double greatest = means[means.length - 1];
        return greatest > OUT_OF_PROPORTION * means[(means.length - 1) / 2] ? means[3 * (means.length - 1) / 4] : greatest;
    }

    private static XYLineAndShapeRenderer renderer() {
        XYLineAndShapeRenderer renderer = new XYLineAndShapeRenderer(true, true);
        // Dashed, as on the report's page.
        style(renderer, 0, new Color(0xC2, 0x41, 0x0C),
                new BasicStroke(4, BasicStroke.CAP_BUTT, BasicStroke.JOIN_ROUND, 1, new float[] {14, 10}, 0));
        style(renderer, 1, new Color(0x1D, 0x4E, 0xD8), new BasicStroke(4));
        style(renderer, 2, new Color(0x1D, 0x4E, 0xD8, 0x55), new BasicStroke(2));
        renderer.setSeriesShapesVisible(2, false);
        return renderer;
    }

    private static void style(XYLineAndShapeRenderer renderer, int series, Paint paint, Stroke stroke) {
        renderer.setSeriesPaint(series, paint);
        renderer.setSeriesStroke(series, stroke);
        renderer.setSeriesShape(series, new Ellipse2D.Double(-6, -6, 12, 12));
    }
}
