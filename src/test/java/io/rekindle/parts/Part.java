package io.rekindle.parts;

/**
 * A real server that can be taken away and brought back: it keeps its address and its
 * data.
 */
public interface Part extends AutoCloseable {

	/**
	 * Where clients reach it, in the form they take: host and port for Kafka, a URL for
	 * the others. It is known before the start and stays the same.
	 */
	String url();

	/** Returns once clients are served. Does nothing where it runs. */
	void start();

	/** Breaks open connections and refuses new ones. Does nothing where it is stopped. */
	void stop();

	/** Ends it for good; it can't be started again. */
	@Override
	void close();

}
