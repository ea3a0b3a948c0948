/** Every address of a /24 that a machine can have. */
export const addressesOf = (subnet: string): string[] => {
  const prefix = subnet.slice(0, subnet.lastIndexOf('.'));
  return Array.from({ length: 254 }, (_, index) => `${prefix}.${index + 1}`);
};
