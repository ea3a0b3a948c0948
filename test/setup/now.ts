import { setup } from './host.ts';

await setup();
