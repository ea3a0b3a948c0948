import type { Plan } from '../plan.ts';
import { javaDaemon } from './java-daemon.ts';
import type { Service } from './service.ts';

/** What Spark itself passes to its JVMs on Java 17 and later (org.apache.spark.launcher.JavaModuleOptions). */
const moduleFlags = [
  'java.base/java.lang.invoke',
  'java.base/java.lang.reflect',
  'java.base/java.io',
  'java.base/java.net',
  'java.base/java.nio',
  'java.base/java.util',
  'java.base/java.util.concurrent',
  'java.base/java.util.concurrent.atomic',
  'java.base/sun.nio.ch',
  'java.base/sun.nio.cs',
  'java.base/sun.security.action',
  'java.base/sun.util.calendar',
].map((opened) => `--add-opens=${opened}=ALL-UNNAMED`);

export const historyserver = (plan: Plan): Service => {
  const { layout, distribution } = plan;
  return javaDaemon(plan, {
    name: 'historyserver',
    user: 'spark',
    main: 'org.apache.spark.deploy.history.HistoryServer',
    flags: ['-XX:+IgnoreUnrecognizedVMOptions', ...moduleFlags],
    classpath: [`${layout.conf}/spark`, layout.clientConf, `${distribution.sparkHome}/jars/*`],
    arguments: ['--properties-file', `${layout.conf}/spark/history.conf`],
    environment: {
      SPARK_HOME: distribution.sparkHome,
      SPARK_LOCAL_IP: layout.address,
      SPARK_PUBLIC_DNS: layout.address,
      HADOOP_CONF_DIR: layout.clientConf,
    },
    reads: ['spark/history.conf', 'spark/log4j2.properties', 'client/core-site.xml', 'client/hdfs-site.xml'],
    ready: {
      pages: [
        {
          urls: [`http://${layout.address}:${layout.ports.historyServerHttp}/api/v1/applications?limit=1`],
          expects: /^\s*\[/,
        },
      ],
    },
  });
};
