/** Text as it comes, as the body of an answer; a slow reader slows the source. */
export function streamed(texts: AsyncGenerator<string>): ReadableStream<Uint8Array> {
  return ReadableStream.from(encoded(texts));
}

async function* encoded(texts: AsyncGenerator<string>): AsyncGenerator<Uint8Array> {
  const encoder = new TextEncoder();
  for await (const text of texts) yield encoder.encode(text);
}
