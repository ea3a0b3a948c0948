import { FirebreakError } from '../../errors.ts';
import type { Progress } from '../../progress.ts';
import { rolesOf } from '../host-spec.ts';
import type { Member } from './member.ts';
import { partOf, type Undertaking } from './undertaking.ts';

/** One step of `up` on many hosts. */
export interface HostPhase {
  /** As the user reads it. */
  readonly name: string;
  /** Which hosts it concerns; default: all. */
  readonly on?: (member: Member, undertaking: Undertaking) => boolean;
  /** Whether the failure of one host stops the others, which would wait for it in vain. */
  readonly together?: true;
  /** One host after the other, whatever the spec's limit says: those first that others ask. */
  readonly inTurn?: true;
  run(member: Member, undertaking: Undertaking, progress: Progress): Promise<unknown>;
}

const installPackages: HostPhase = {
  name: 'Install packages',
  on: ({ index }, { examinations }) => (examinations[index]?.missingPackages.length ?? 0) > 0,
  run: (member, { examinations }, progress) => {
    const packages = [...(examinations[member.index]?.missingPackages ?? [])];
    return member.ask('install', { packages }, progress).catch((thrown: unknown) => {
      throw thrown instanceof FirebreakError && thrown.code === 'FB-HOST-PACKAGES'
        ? withoutMirror(member, thrown)
        : thrown;
    });
  },
};

/** Packages are the only thing that a host fetches itself. */
const withoutMirror = ({ name }: Member, { code, message, because, next, exit }: FirebreakError): FirebreakError =>
  new FirebreakError({
    code,
    message,
    ...(because === undefined ? {} : { because }),
    next: `${next}. Where ${name} reaches no mirror, bring it their .deb files: docs/deploy.md, “Without the Internet”.`,
    exit,
  });

const sendSoftware: HostPhase = {
  name: 'Send the software',
  on: ({ isLocal }) => !isLocal,
  run: async (member, { software }, progress) => {
    const lacking = await member.lacking(software.folders, progress);
    for (const folder of lacking) await member.send(folder, progress);
  },
};

/** Every host, before any is changed. */
const checkHosts: HostPhase = {
  name: 'Check the hosts',
  run: (member, undertaking, progress) => member.ask('check', partOf(undertaking, member.index), progress),
};

/** Side by side: a daemon that needs another host's asks again until it answers. */
const startHosts: HostPhase = {
  name: 'Bring up the hosts',
  together: true,
  run: (member, undertaking, progress) => member.ask('up', partOf(undertaking, member.index), progress),
};

/** Before any host has the new version. */
const prepareUpgrade: HostPhase = {
  name: 'Prepare HDFS',
  on: ({ index }, { spec }) => rolesOf(spec, index).includes('namenode'),
  run: (member, undertaking, progress) => member.ask('prepareHdfs', partOf(undertaking, member.index), progress),
};

/** What `up` does on many hosts once it knows them, one after the other. */
export const hostPhases: readonly HostPhase[] = [installPackages, sendSoftware, checkHosts, startHosts];

const startInTurn: HostPhase = {
  ...startHosts,
  inTurn: true,
  run: async (member, undertaking, progress) => {
    const { spec } = undertaking;
    await startHosts.run(member, undertaking, progress);
    if (rolesOf(spec, member.index).includes('journalnode'))
      await member.ask('beginNextEdits', { name: spec.name }, progress);
  },
};

/** Hosts are changed all together; or, under running jobs, one after the other, also to another Hadoop. */
export type Way = 'together' | 'rolling' | 'upgrade';

export const phasesOf: { readonly [way in Way]: readonly HostPhase[] } = {
  together: hostPhases,
  rolling: [installPackages, sendSoftware, checkHosts, startInTurn],
  upgrade: [installPackages, sendSoftware, checkHosts, prepareUpgrade, startInTurn],
};
