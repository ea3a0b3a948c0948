import { readFileSync } from 'node:fs';
import { largestContainers } from '../client-environment.ts';
import { partFileName } from '../layout.ts';
import { ownPart } from '../part.ts';
import type { Plan } from '../plan.ts';
import { type Account, agentConfigurationOf } from './agent-configuration.ts';
import { containerdToml } from './containerd.ts';
import { dockerConfiguration } from './dockerd.ts';
import { applicationCoreSite, coreSite, hdfsClientSite, hdfsSite } from './hdfs-configuration.ts';
import { hostsFile } from './hosts-file.ts';
import { propertiesXml } from './properties-xml.ts';
import { capacityScheduler } from './queues.ts';
import { historyProperties, sparkDefaults, sparkProperties } from './spark-configuration.ts';
import { topologyTable, topologyTableName } from './topology-table.ts';
import { yarnClientSite, yarnSite } from './yarn-configuration.ts';
import { zooKeeperConfiguration, zooKeeperConfigurationFile } from './zookeeper.ts';

/** Every configuration file of a cluster, by its path below the `conf` folder. */
export const configurationFiles = (plan: Plan, nodeManager: Account): ReadonlyMap<string, string> =>
  new Map([
    ['hosts', hostsFile(plan.layout, plan.host.hostname)],
    ['hadoop/core-site.xml', propertiesXml(coreSite(plan.layout))],
    ['hadoop/hdfs-site.xml', propertiesXml(hdfsSite(plan.layout))],
    ['hadoop/yarn-site.xml', propertiesXml(yarnSite(plan))],
    ['hadoop/capacity-scheduler.xml', propertiesXml(capacityScheduler(plan.spec, plan.largestOfLabel))],
    ['hadoop/log4j.properties', sourceFile('log4j.properties')],
    ['client/core-site.xml', propertiesXml(applicationCoreSite(plan.layout))],
    [`client/${topologyTableName}`, topologyTable(plan.layout)],
    ['client/hdfs-site.xml', propertiesXml(hdfsClientSite(plan.layout))],
    ['client/yarn-site.xml', propertiesXml(yarnClientSite(plan.layout))],
    ['client/log4j.properties', sourceFile('client-log4j.properties')],
    ['client/spark-defaults.conf', sparkProperties(sparkDefaults(plan))],
    largestContainers(plan),
    ['client/spark-env.sh', sourceFile('spark-env.sh')],
    ['spark/history.conf', sparkProperties(historyProperties(plan))],
    ['spark/log4j2.properties', sourceFile('log4j2.properties')],
    ...(plan.layout.roles.includes('zookeeper')
      ? [[zooKeeperConfigurationFile, zooKeeperConfiguration(plan)] as const]
      : []),
    ['agent.json', JSON.stringify(agentConfigurationOf(plan, nodeManager), undefined, 2) + '\n'],
    ['containerd.toml', containerdToml(plan)],
    [partFileName, JSON.stringify(ownPart(plan), undefined, 2) + '\n'],
    ['daemon.json', JSON.stringify(dockerConfiguration(plan), undefined, 2) + '\n'],
  ]);

/** Files that only root reads; all others are for everybody. */
export const secretFiles: ReadonlySet<string> = new Set(['agent.json', 'containerd.toml', 'daemon.json', partFileName]);

const sourceFile = (name: string): string => readFileSync(new URL(name, import.meta.url), 'utf8');
