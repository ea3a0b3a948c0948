export interface SubmitLine {
  readonly application?: string;
  /** YARN's state of the application, e.g. `ACCEPTED`. */
  readonly state?: string;
}

/** Reads a line of what spark-submit logs in YARN cluster mode (org.apache.spark.deploy.yarn.Client). */
export const parseSubmitLine = (line: string): SubmitLine => {
  const report = /Application report for (application_\d+_\d+) \(state: ([A-Z_]+)\)/.exec(line);
  if (report?.[1] !== undefined && report[2] !== undefined) {
    return { application: report[1], state: report[2] };
  }
  const submitted = /Submitted application (application_\d+_\d+)/.exec(line);
  return submitted?.[1] === undefined ? {} : { application: submitted[1] };
};
