/** A standard normal number (Box and Muller 1958): what simulations of measurements are made of. */
export const normal = (random: () => number): number =>
  Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
