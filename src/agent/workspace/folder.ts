import { randomUUID } from 'node:crypto';
import { constants } from 'node:fs';
import { type FileHandle, lstat, mkdir, open, readdir, rename, unlink } from 'node:fs/promises';
import { FirebreakError } from '../../errors.ts';
import { removeTree } from './remove-tree.ts';

export interface Owner {
  readonly uid: number;
  readonly gid: number;
}

const openFolder = constants.O_RDONLY | constants.O_DIRECTORY | constants.O_NOFOLLOW;
const singleName = /^(?!\.{1,2}$)[^/\0]+$/;

/**
 * An open folder, from which every step down is taken relative to its descriptor and never through a link
 * (`openat` with O_NOFOLLOW, spelt `/proc/self/fd/N/name`). Tenants own the folders that root works in here:
 * a path looked up twice could be swapped for a link in between.
 */
export class Folder implements AsyncDisposable {
  readonly #handle: FileHandle;
  /** For messages only. */
  readonly path: string;

  private constructor(handle: FileHandle, path: string) {
    this.#handle = handle;
    this.path = path;
  }

  /** Opens a configured root by its path, then each further name below it without following links. */
  static async open(root: string, names: readonly string[] = []): Promise<Folder> {
    let folder = new Folder(await open(root, openFolder), root);
    for (const name of names) {
      await using parent = folder;
      folder = await parent.enter(name);
    }
    return folder;
  }

  async enter(name: string): Promise<Folder> {
    const path = `${this.path}/${name}`;
    return new Folder(await open(this.#at(name), openFolder).catch(refuseLinks(path)), path);
  }

  /** Enters `name`, making it first where it is missing. An existing folder keeps its mode and owner. */
  async make(name: string, mode: number, owner: Owner): Promise<Folder> {
    const made = await mkdir(this.#at(name), { mode: 0o700 }).then(
      () => true,
      (thrown: NodeJS.ErrnoException) => {
        if (thrown.code === 'EEXIST') return false;
        throw thrown;
      },
    );
    const folder = await this.enter(name);
    if (made) {
      await folder.#handle.chown(owner.uid, owner.gid);
      await folder.#handle.chmod(mode);
    }
    return folder;
  }

  /** Writes a whole file: complete under a temporary name first, then renamed over `name`. */
  async write(name: string, data: Buffer | string, mode: number, owner: Owner): Promise<void> {
    const partial = this.#at(`.${name}.${randomUUID()}`);
    const flags = constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL | constants.O_NOFOLLOW;
    await using file = await open(partial, flags, 0o600);
    try {
      await file.writeFile(data);
      await file.chown(owner.uid, owner.gid);
      await file.chmod(mode);
      await rename(partial, this.#at(name));
    } catch (thrown) {
      await unlink(partial).catch(ignoreMissing);
      throw thrown;
    }
  }

  /** Reads a regular file of at most `limit` bytes that belongs to `uid`. */
  async read(name: string, uid: number, limit = 16 * 1024 * 1024): Promise<Buffer> {
    await using file = await open(this.#at(name), constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
    const { uid: owner, size, mode } = await file.stat();
    const regular = (mode & constants.S_IFMT) === constants.S_IFREG;
    if (!regular || owner !== uid || size > limit) {
      throw new FirebreakError({
        code: 'FB-AGENT-FILE',
        message: `${this.path}/${name} cannot be trusted.`,
        because: `It must be a regular file of user ${uid} and at most ${limit} bytes; it has owner ${owner}, ${size} bytes.`,
      });
    }
    return await file.readFile();
  }

  /** Owner of the entry itself, not of what it may link to; undefined where there is none. */
  async ownerOf(name: string): Promise<Owner | undefined> {
    const found = await lstat(this.#at(name)).catch(ignoreMissing);
    return found && { uid: found.uid, gid: found.gid };
  }

  names(): Promise<string[]> {
    return readdir(this.#here());
  }

  /** Removes `name` and all below it. Links are removed, never followed; what is mounted below is not entered. */
  remove(name: string): Promise<void> {
    this.#at(name);
    return removeTree(this.#handle, name);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#handle.close();
  }

  #here(): string {
    return `/proc/self/fd/${this.#handle.fd}`;
  }

  #at(name: string): string {
    if (!singleName.test(name)) {
      throw new FirebreakError({
        code: 'FB-AGENT-PATH',
        message: `${JSON.stringify(name)} is not the name of a file.`,
      });
    }
    return `${this.#here()}/${name}`;
  }
}

const ignoreMissing = (thrown: NodeJS.ErrnoException): undefined => {
  if (thrown.code === 'ENOENT') return undefined;
  throw thrown;
};

const refuseLinks =
  (path: string) =>
  (thrown: NodeJS.ErrnoException): never => {
    if (thrown.code !== 'ENOTDIR' && thrown.code !== 'ELOOP') throw thrown;
    throw new FirebreakError({
      code: 'FB-AGENT-FILE',
      message: `${path} is not a folder.`,
      because: 'A link that stands in a folder’s place is never followed.',
      cause: thrown,
    });
  };
