import { z } from 'zod';

const strings = z.record(z.string(), z.string());

export const sandboxReply = z.object({ podSandboxId: z.string() });
export const containerReply = z.object({ containerId: z.string() });
export const sandboxList = z.object({
  items: z.array(z.object({ id: z.string(), labels: strings, annotations: strings })),
});
export const containerList = z.object({
  containers: z.array(z.object({ id: z.string(), podSandboxId: z.string() })),
});
export const statusReply = z.object({
  status: z.object({
    state: z.enum(['CONTAINER_CREATED', 'CONTAINER_RUNNING', 'CONTAINER_EXITED', 'CONTAINER_UNKNOWN']),
    exitCode: z.int(),
    reason: z.string(),
    imageRef: z.string(),
  }),
  info: z.object({ info: z.string().optional() }),
});
/** containerd's answer to a verbose status: JSON below the key `info`. */
export const verboseInfo = z.object({ pid: z.int().default(0) });
export const imageReply = z.object({ info: z.object({ info: z.string().optional() }) });
/** containerd's answer to a verbose question after an image: JSON below the key `info`. */
export const imageInfo = z.object({
  imageSpec: z.object({
    // Go writes an empty list as null.
    rootfs: z.object({
      diff_ids: z
        .array(z.string())
        .nullish()
        .transform((layers) => layers ?? []),
    }),
  }),
});
export const execReply = z.object({ stdout: z.instanceof(Buffer), stderr: z.instanceof(Buffer), exitCode: z.int() });

export type Sandbox = z.infer<typeof sandboxList>['items'][number];
export type StatusReply = z.infer<typeof statusReply>;
