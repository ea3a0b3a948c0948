import { changeSetting, forwarding } from '../hosts/kernel-setting.ts';
import { bridgesOf, hasLink, linksNamed, removeBridge, setUpBridge } from '../network/bridges.ts';
import { acceptForwarding, hasRuleset, loadRuleset } from '../network/firewall.ts';
import { setUpHostRoutes } from '../network/set-up-host-routes.ts';
import { configuration } from './configuration.ts';
import type { Phase } from './phase.ts';

export const network: Phase = {
  name: 'Set up the network',
  after: [configuration],
  pending: async (plan) => {
    const { layout, links, spec } = plan;
    const overlay = links.length > 1 && spec.network.betweenHosts === 'vxlan' ? [layout.overlay] : [];
    const wanted = [...bridgesOf(layout).map(({ name }) => name), ...overlay];
    const present = await Promise.all(wanted.map(hasLink));
    return [
      ...((await hasRuleset(layout.name)) ? [] : [{ what: 'firewall rules', why: 'are missing' }]),
      ...wanted.filter((_, index) => !present[index]).map((name) => ({ what: `network ${name}`, why: 'is missing' })),
    ];
  },
  run: async (plan) => {
    const { layout, spec, links } = plan;
    // Rules first: a bridge is never up without them.
    await loadRuleset(`${layout.conf}/rules.nft`);
    const bridges = bridgesOf(layout);
    for (const bridge of bridges) await setUpBridge(bridge, plan.mtu);
    const names = new Set(bridges.map(({ name }) => name));
    const stale = await linksNamed((name) => name.startsWith(`${layout.serviceBridge}-`) && !names.has(name));
    for (const name of stale) await removeBridge(name);
    await acceptForwarding(layout);
    await setUpHostRoutes(plan);
    if (spec.network.egress || links.length > 1) await changeSetting(forwarding, layout.name);
  },
};
