/**
 * A pure function that remembers what it made of its last `most` keys, for what is requested again and again for every eSIM.
 * Once there are more it begins again, so that hostile input cannot fill the memory.
 */
export function remembering<Key extends string | number, Value>(
  most: number,
  make: (key: Key) => Value,
): (key: Key) => Value {
  const made = new Map<Key, Value>();
  return (key) => {
    const known = made.get(key);
    if (known !== undefined || made.has(key)) return known as Value;
    const value = make(key);
    if (made.size >= most) made.clear();
    made.set(key, value);
    return value;
  };
}
