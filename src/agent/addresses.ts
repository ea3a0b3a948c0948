import { FirebreakError } from '../errors.ts';

/**
 * Hands out a tenant's addresses, the longest unused first, so that a late packet of an ended container does not
 * reach its successor. Holds no truth: `taken` is read from the engine at start.
 */
export class Addresses {
  readonly #prefix: string;
  readonly #free: string[];

  /** `subnet` is a /24; .0, .1 (the gateway) and .255 are never given. */
  constructor(subnet: string, taken: readonly string[]) {
    this.#prefix = subnet.slice(0, subnet.lastIndexOf('.') + 1);
    const all = Array.from({ length: 253 }, (_, index) => `${this.#prefix}${index + 2}`);
    this.#free = all.filter((address) => !taken.includes(address));
  }

  take(): string {
    const address = this.#free.shift();
    if (address === undefined) {
      throw new FirebreakError({
        code: 'FB-AGENT-ADDRESSES',
        message: `All addresses of ${this.#prefix}0/24 are in use on this node.`,
        because: 'One container takes one address.',
      });
    }
    return address;
  }

  giveBack(address: string): void {
    if (address.startsWith(this.#prefix) && !this.#free.includes(address)) this.#free.push(address);
  }
}
