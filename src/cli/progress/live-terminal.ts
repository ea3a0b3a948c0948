import { stripVTControlCharacters, styleText } from 'node:util';
import { duration, transfer } from './amounts.ts';
import type { Renderer, Step } from './step.ts';

interface Screen {
  write(text: string): void;
  readonly columns: number;
  readonly rows: number;
}

const spinner = ['⠋', '⠙', '⠹', '⠸', '⠼', '⠴', '⠦', '⠧', '⠇', '⠏'];
const redrawMilliseconds = 100;

/** Running steps live at the bottom of the terminal; finished ones stay above as ordinary lines. */
export const liveTerminal = (screen: Screen, clock: () => number = () => performance.now()): Renderer => {
  const running: Step[] = [];
  let drawn = 0;
  let frame = 0;

  const erase = (): string => (drawn === 0 ? '' : `\u001b[${drawn}A\u001b[0J`);

  const redraw = (above = ''): void => {
    const lines = running.flatMap((step) => liveLines(step, clock(), frame)).slice(0, Math.max(1, screen.rows - 2));
    const live = lines.map((line) => `${truncated(line, screen.columns)}\n`).join('');
    screen.write(erase() + above + live);
    drawn = lines.length;
  };

  const timer = setInterval(() => {
    frame += 1;
    if (running.length > 0) redraw();
  }, redrawMilliseconds);
  timer.unref();

  return {
    started(step) {
      if (step.depth === 0) running.push(step);
      redraw();
    },
    ended(step) {
      if (step.depth > 0) return redraw();
      running.splice(running.indexOf(step), 1);
      redraw(
        finalLines(step)
          .map((line) => `${line}\n`)
          .join(''),
      );
    },
    noted(step, text) {
      redraw(`${'  '.repeat(step ? step.depth + 1 : 0)}${styleText('dim', text)}\n`);
    },
    close() {
      clearInterval(timer);
      screen.write(erase());
      drawn = 0;
    },
  };
};

const signs = {
  done: styleText('green', '✔'),
  failed: styleText('red', '✖'),
  stopped: styleText('yellow', '■'),
} as const;

const liveLines = (step: Step, now: number, frame: number): string[] => [
  lineOf(step, now, frame),
  ...step.children.filter((child) => child.state === 'running').flatMap((child) => liveLines(child, now, frame)),
];

/** What stays of a step that has ended: itself, and below it what failed. */
const finalLines = (step: Step): string[] => [
  lineOf(step, step.endedAt ?? step.startedAt, 0),
  ...step.children.filter((child) => child.state === 'failed').flatMap(finalLines),
];

const lineOf = (step: Step, now: number, frame: number): string => {
  const elapsed = (step.endedAt ?? now) - step.startedAt;
  const sign = step.state === 'running' ? styleText('cyan', spinner[frame % spinner.length] ?? '') : signs[step.state];
  const moved = step.bytes && step.state === 'running' ? ` ${transfer(step.bytes, elapsed)}` : '';
  return `${'  '.repeat(step.depth)}${sign} ${step.name} ${styleText('dim', duration(elapsed) + moved)}`;
};

/** A live line must not wrap, or erasing would leave its rest behind; one that is too long loses its colours too. */
const truncated = (line: string, columns: number): string => {
  const text = stripVTControlCharacters(line);
  return text.length < columns ? line : `${text.slice(0, Math.max(1, columns - 2))}…`;
};
