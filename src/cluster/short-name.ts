import { z } from 'zod';

/** Names of clusters, tenants, queues and labels: they become parts of folders, networks and YARN's properties. */
export const shortName = z
  .string()
  .regex(/^[a-z][a-z0-9-]{0,19}$/, 'must be 1 to 20 of a-z, 0-9 and -, starting with a letter');
