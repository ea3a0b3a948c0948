/** The values in random order (Fisher and Yates). */
export const shuffled = <T>(values: readonly T[], random: () => number): T[] =>
  values.reduce<T[]>((order, value, index) => {
    const place = Math.floor(random() * (index + 1));
    return [...order.slice(0, place), value, ...order.slice(place)];
  }, []);
