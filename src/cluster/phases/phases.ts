import { checkHost } from './check-host.ts';
import { configuration } from './configuration.ts';
import { drainLists } from './drain-lists.ts';
import { engine } from './engine.ts';
import { folders } from './folders.ts';
import { formatHdfs, journalnodeRuns } from './format-hdfs.ts';
import { datanodeRuns, hdfsFolders, namenodeRuns, zkfcRuns } from './hdfs.ts';
import { hugePages } from './huge-pages.ts';
import { network } from './network.ts';
import { nodeLabels } from './node-labels.ts';
import type { Phase } from './phase.ts';
import { agentProgram, launcher, preload } from './programs.ts';
import { startAtBoot } from './start-at-boot.ts';
import { serviceRuns } from './start-service.ts';
import { supervisor } from './supervisor.ts';
import { users } from './users.ts';
import { workloadImage } from './workload-image.ts';
import { zooKeeperIdentity, zookeeperRuns } from './zookeeper.ts';

const agentRuns = serviceRuns('agent', [engine, agentProgram]);
const resourcemanagerRuns = serviceRuns('resourcemanager', [supervisor, network, drainLists, zookeeperRuns]);
const labels = nodeLabels([resourcemanagerRuns]);
// The NodeManager asks the launcher, and so the agent, whether all is well before it starts.
const nodemanagerRuns = serviceRuns('nodemanager', [labels, agentRuns, launcher, preload]);
const historyserverRuns = serviceRuns('historyserver', [hdfsFolders]);

/** What `up` does, in an order that is possible; what does not wait for another runs side by side. */
export const upPhases: readonly Phase[] = [
  checkHost,
  users,
  folders,
  configuration,
  drainLists,
  zooKeeperIdentity,
  agentProgram,
  launcher,
  preload,
  network,
  hugePages,
  startAtBoot,
  supervisor,
  formatHdfs,
  engine,
  workloadImage,
  agentRuns,
  zookeeperRuns,
  journalnodeRuns,
  namenodeRuns,
  zkfcRuns,
  datanodeRuns,
  resourcemanagerRuns,
  labels,
  hdfsFolders,
  nodemanagerRuns,
  historyserverRuns,
];
