/**
 * The CRI runtime handler of a runtime on a network. CRI knows no networks: a handler has its own CNI configuration, so
 * that there is one handler for each runtime on each tenant's network.
 */
export const handlerOf = (runtimeHandler: string, network: string): string => `${runtimeHandler}-${network}`;
