import { FirebreakError } from '../errors.ts';

/** A container and the address it has. */
export interface Holder {
  readonly name: string;
  readonly address: string;
}

/**
 * Hands out a tenant's addresses, the longest unused first, so that a late packet of an ended container does not
 * reach its successor. Holds no truth: `taken` is read from the engine at start.
 */
export class Addresses {
  readonly #prefix: string;
  readonly #free: string[];
  /** Address to the container that has it. */
  readonly #holders: Map<string, string>;

  /** `subnet` is a /24; .0, .1 (the gateway) and .255 are never given. */
  constructor(subnet: string, taken: readonly Holder[]) {
    this.#prefix = subnet.slice(0, subnet.lastIndexOf('.') + 1);
    this.#holders = new Map(taken.map(({ name, address }) => [address, name]));
    const all = Array.from({ length: 253 }, (_, index) => `${this.#prefix}${index + 2}`);
    this.#free = all.filter((address) => !this.#holders.has(address));
  }

  take(container: string): string {
    const address = this.#free.shift();
    if (address === undefined) {
      throw new FirebreakError({
        code: 'FB-AGENT-ADDRESSES',
        message: `All addresses of ${this.#prefix}0/24 are in use on this node.`,
        because: 'One container takes one address.',
      });
    }
    this.#holders.set(address, container);
    return address;
  }

  /** Frees the address if `container` is the one that has it: an end is reported once for everybody who waits. */
  giveBack({ name, address }: Holder): void {
    if (this.#holders.get(address) !== name) return;
    this.#holders.delete(address);
    if (address.startsWith(this.#prefix)) this.#free.push(address);
  }
}
