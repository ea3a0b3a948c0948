import { hostNameOf, rolesOf } from './host-spec.ts';
import { labelsOf } from './node-labels.ts';
import type { ClusterSpec } from './spec.ts';
import type { SpecProblem } from './spec-problem.ts';

/** How the labels of hosts and tenants must fit together. */
export const checkLabels = (spec: ClusterSpec): SpecProblem[] => [...checkHosts(spec), ...checkTenants(spec)];

const checkHosts = (spec: ClusterSpec): SpecProblem[] =>
  spec.hosts.flatMap(({ label }, index) =>
    label === undefined || rolesOf(spec, index).includes('nodemanager')
      ? []
      : [
          {
            path: ['hosts', index, 'label'],
            message: `a label says who runs on a NodeManager, and ${hostNameOf(spec, index)} has none`,
          },
        ],
  );

const checkTenants = (spec: ClusterSpec): SpecProblem[] => {
  const labels = labelsOf(spec);
  const nodes = spec.hosts.filter((_, index) => rolesOf(spec, index).includes('nodemanager'));
  const open = nodes.length === 0 || nodes.some(({ label }) => label === undefined);
  return Object.entries(spec.tenants).flatMap(([name, { label }]) => {
    if (label !== undefined && !labels.includes(label))
      return [{ path: ['tenants', name, 'label'], message: `no host has the label ${label}` }];
    if (label === undefined && !open)
      return [
        { path: ['tenants', name], message: `tenant ${name} has no label, and every host with a NodeManager has one` },
      ];
    return [];
  });
};
