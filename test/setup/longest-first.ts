import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** Of files that run beside one another, those that take longest, which are to begin first. */
const longest = ['hosts/cluster', 'hosts/lost-and-drained', 'hosts/scale', 'hosts/side-by-side'];

/** The largest first, as is usual, since a new checkout knows no times; but those before all others. */
export class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const place = ({ moduleId }: TestSpecification): number => {
      const index = longest.findIndex((name) => moduleId.endsWith(`/test/${name}.test.ts`));
      return index < 0 ? longest.length : index;
    };
    return (await super.sort(files)).toSorted((one, other) => place(one) - place(other));
  }
}
