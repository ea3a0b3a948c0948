/** Operating-system users that the daemons run as; none of them can log in. */
export const serviceUsers = ['hdfs', 'yarn', 'spark', 'zookeeper'] as const;
export type ServiceUser = (typeof serviceUsers)[number];

/** Below this uid are system accounts, which no container ever runs as. */
export const firstTenantUid = 1000;
